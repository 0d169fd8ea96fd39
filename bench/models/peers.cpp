// What other programs do in their inner loops, written anew from their descriptions, for compare_models.py, which compiles it for the machine
// (g++ -O3 -march=native -ffast-math) and gives it the interactions that `Kindred.Benchmarks models data` wrote:
//   peers knn FILE K                                item-kNN by cosine as `implicit` finds it: row by row, sums in double precision, a heap of K
//   peers bpr FILE FACTORS EPOCHS THREADS           BPR as `implicit` trains it: triples of interactions drawn evenly, Hogwild
//   peers sgns FILE FACTORS EPOCHS WINDOW NEGATIVES THREADS
//                                                   skip-gram with negative sampling as in word2vec: each pair with negatives of its own
// Prints processor and wall seconds as JSON. The file: int32 users, items, stored; int32 offsets (users + 1), int32 columns.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <ctime>
#include <fstream>
#include <functional>
#include <iostream>
#include <numeric>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

struct Data {
    int users, items;
    std::vector<int> offsets, columns;

    explicit Data(const std::string& path) {
        std::ifstream in(path, std::ios::binary);
        int head[3];
        in.read(reinterpret_cast<char*>(head), sizeof head);
        users = head[0];
        items = head[1];
        offsets.resize(users + 1);
        columns.resize(head[2]);
        in.read(reinterpret_cast<char*>(offsets.data()), 4 * offsets.size());
        in.read(reinterpret_cast<char*>(columns.data()), 4 * columns.size());
    }

    bool has(int user, int item) const { return std::binary_search(columns.begin() + offsets[user], columns.begin() + offsets[user + 1], item); }
};

double processor() {
    timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

void timed(const std::function<void()>& work) {
    const double start = processor();
    const auto wall = std::chrono::steady_clock::now();
    work();
    const double seconds = processor() - start;
    std::cout << "{\"processor_seconds\":" << seconds
              << ",\"wall_seconds\":" << std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count() << "}\n";
}

void parallel(int threads, const std::function<void(int)>& work) {
    std::vector<std::thread> others;
    for (int t = 1; t < threads; t++) others.emplace_back(work, t);
    work(0);
    for (auto& other : others) other.join();
}

std::vector<float> gaussian(size_t count, float deviation) {
    std::mt19937 random(1);
    std::normal_distribution<float> normal(0, deviation);
    std::vector<float> values(count);
    for (auto& v : values) v = normal(random);
    return values;
}


void knn(const Data& data, int k) {
    std::vector<int> offsets(data.items + 1), users(data.columns.size());
    for (int c : data.columns) offsets[c + 1]++;
    std::partial_sum(offsets.begin(), offsets.end(), offsets.begin());
    std::vector<int> next(offsets.begin(), offsets.end() - 1);
    for (int u = 0; u < data.users; u++)
        for (int i = data.offsets[u]; i < data.offsets[u + 1]; i++) users[next[data.columns[i]]++] = u;
    std::vector<double> norm(data.items);
    for (int i = 0; i < data.items; i++) norm[i] = 1 / std::sqrt(std::max(1, offsets[i + 1] - offsets[i]));
    std::vector<double> weights(data.columns.size());
    for (size_t i = 0; i < weights.size(); i++) weights[i] = norm[data.columns[i]];

    std::vector<double> sums(data.items);
    std::vector<int> following(data.items, -1);
    std::vector<std::vector<std::pair<double, int>>> all(data.items);
    for (int row = 0; row < data.items; row++) {
        int head = -2;
        for (int i = offsets[row]; i < offsets[row + 1]; i++) {
            const int user = users[i];
            for (int j = data.offsets[user]; j < data.offsets[user + 1]; j++) {
                const int other = data.columns[j];
                sums[other] += norm[row] * weights[j];
                if (following[other] == -1) {
                    following[other] = head;
                    head = other;
                }
            }
        }
        auto& best = all[row];
        while (head != -2) {
            const std::pair<double, int> entry(sums[head], head);
            if ((int)best.size() < k) {
                best.push_back(entry);
                std::push_heap(best.begin(), best.end(), std::greater<>());
            } else if (entry.first > best[0].first) {
                std::pop_heap(best.begin(), best.end(), std::greater<>());
                best.back() = entry;
                std::push_heap(best.begin(), best.end(), std::greater<>());
            }
            const int after = following[head];
            sums[head] = 0;
            following[head] = -1;
            head = after;
        }
        std::sort_heap(best.begin(), best.end(), std::greater<>());
    }
}

void bpr(const Data& data, int factors, int epochs, int threads) {
    const int width = factors + 1;  // the last component of a product is its bias, of a user 1
    auto users = gaussian((size_t)data.users * width, 0.01f), items = gaussian((size_t)data.items * width, 0.01f);
    for (int u = 0; u < data.users; u++) users[(size_t)u * width + factors] = 1;
    std::vector<int> owner(data.columns.size());
    for (int u = 0; u < data.users; u++) std::fill(owner.begin() + data.offsets[u], owner.begin() + data.offsets[u + 1], u);
    const float rate = 0.01f, reg = 0.01f;
    const long samples = data.columns.size();
    for (int epoch = 0; epoch < epochs; epoch++) {
        parallel(threads, [&](int t) {
            std::mt19937 random(epoch * threads + t);
            std::uniform_int_distribution<long> draw(0, samples - 1);
            for (long s = t; s < samples; s += threads) {
                const long liked = draw(random), disliked = draw(random);
                const int user = owner[liked];
                if (data.has(user, data.columns[disliked])) continue;
                float* x = &users[(size_t)user * width];
                float* y = &items[(size_t)data.columns[liked] * width];
                float* z = &items[(size_t)data.columns[disliked] * width];
                float score = 0;
                for (int f = 0; f < width; f++) score += x[f] * (y[f] - z[f]);
                const float doubt = 1 / (1 + std::exp(score));
                for (int f = 0; f < factors; f++) {
                    const float was = x[f];
                    x[f] += rate * (doubt * (y[f] - z[f]) - reg * x[f]);
                    y[f] += rate * (doubt * was - reg * y[f]);
                    z[f] += rate * (-doubt * was - reg * z[f]);
                }
                y[factors] += rate * (doubt - reg * y[factors]);
                z[factors] += rate * (-doubt - reg * z[factors]);
            }
        });
    }
}

void sgns(const Data& data, int factors, int epochs, int window, int negatives, int threads) {
    const int table_size = 1 << 20, steps = 1000;
    const float limit = 6;
    std::vector<double> counts(data.items);
    for (int c : data.columns) counts[c]++;
    std::vector<int> table(table_size);
    for (auto& c : counts) c = std::pow(c, 0.75);
    const double total = std::accumulate(counts.begin(), counts.end(), 0.0);
    double reached = 0;
    for (int item = 0, at = 0; item < data.items; item++)
        for (reached += counts[item] / total; at < table_size && at < reached * table_size; at++) table[at] = item;
    std::vector<float> sigmoid(steps);
    for (int i = 0; i < steps; i++) sigmoid[i] = 1 / (1 + std::exp(-(i / (float)steps * 2 - 1) * limit));
    auto targets = gaussian((size_t)data.items * factors, 0.01f);
    std::vector<float> contexts((size_t)data.items * factors);
    const float rate = 0.025f;
    for (int epoch = 0; epoch < epochs; epoch++) {
        parallel(threads, [&](int t) {
            uint64_t random = epoch * threads + t + 1;
            const auto draw = [&] { return (random = random * 25214903917ULL + 11) >> 16; };
            std::vector<float> change(factors);
            for (int user = t; user < data.users; user += threads) {
                const int first = data.offsets[user], end = data.offsets[user + 1];
                for (int i = first; i < end; i++) {
                    const int reach = window - draw() % window;
                    for (int j = std::max(first, i - reach); j < std::min(end, i + reach + 1); j++) {
                        if (j == i) continue;
                        float* x = &targets[(size_t)data.columns[j] * factors];
                        std::fill(change.begin(), change.end(), 0.0f);
                        for (int n = 0; n <= negatives; n++) {
                            const int other = n == 0 ? data.columns[i] : table[draw() % table_size];
                            if (n > 0 && other == data.columns[i]) continue;
                            float* y = &contexts[(size_t)other * factors];
                            float dot = 0;
                            for (int f = 0; f < factors; f++) dot += x[f] * y[f];
                            const float label = n == 0, guess = dot > limit ? 1 : dot < -limit ? 0 : sigmoid[(int)((dot + limit) * (steps / limit / 2) * 0.9999f)];
                            const float gradient = rate * (label - guess);
                            for (int f = 0; f < factors; f++) {
                                change[f] += gradient * y[f];
                                y[f] += gradient * x[f];
                            }
                        }
                        for (int f = 0; f < factors; f++) x[f] += change[f];
                    }
                }
            }
        });
    }
}

int main(int, char** args) {
    const std::string what = args[1];
    const Data data(args[2]);
    const auto number = [&](int i) { return std::stoi(args[i]); };
    timed([&] {
        if (what == "knn") knn(data, number(3));
        if (what == "bpr") bpr(data, number(3), number(4), number(5));
        if (what == "sgns") sgns(data, number(3), number(4), number(5), number(6), number(7));
    });
}
