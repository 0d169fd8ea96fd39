// What other programs do in their inner loops, written anew from their descriptions, for compare_models.py, which compiles it for the machine
// (g++ -O3 -march=native -ffast-math) and gives it the interactions that `Kindred.Benchmarks models data` wrote:
//   peers als FILE FACTORS EPOCHS THREADS           ALS as `implicit` trains it: three conjugate gradient steps a row in single precision
//   peers knn FILE K THREADS                        item-kNN by cosine as `implicit` finds it: row by row, sums in double precision, a heap of K
//   peers bpr FILE FACTORS EPOCHS THREADS           BPR as `implicit` trains it: triples of interactions drawn evenly, Hogwild
//   peers sgns FILE FACTORS EPOCHS WINDOW NEGATIVES THREADS
//                                                   skip-gram with negative sampling as in word2vec: each pair with negatives of its own
// Prints processor and wall seconds as JSON. The file: int32 users, items, stored; int32 offsets (users + 1), int32 columns.
#include <algorithm>
#include <atomic>
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

    Data(int users, int items, size_t stored) : users(users), items(items), offsets(users + 1), columns(stored) {}

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

    Data transposed() const {
        Data other(items, users, columns.size());
        for (int c : columns) other.offsets[c + 1]++;
        std::partial_sum(other.offsets.begin(), other.offsets.end(), other.offsets.begin());
        std::vector<int> next(other.offsets.begin(), other.offsets.end() - 1);
        for (int u = 0; u < users; u++)
            for (int i = offsets[u]; i < offsets[u + 1]; i++) other.columns[next[columns[i]]++] = u;
        return other;
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

// Rows in turns of a few, to whichever thread is free.
void rows(int count, int threads, const std::function<std::function<void(int)>()>& worker) {
    std::atomic<int> next{0};
    parallel(threads, [&](int) {
        const auto work = worker();
        for (int first; (first = next.fetch_add(8)) < count;)
            for (int row = first; row < std::min(count, first + 8); row++) work(row);
    });
}

float dot(const float* x, const float* y, int f) {
    float sum = 0;
    for (int j = 0; j < f; j++) sum += x[j] * y[j];
    return sum;
}

void add(float* __restrict target, float scale, const float* __restrict y, int f) {
    for (int j = 0; j < f; j++) target[j] += scale * y[j];
}

// Four rows of the symmetric matrix at a time, so that the target stays in registers longer; f is a multiple of 4.
void multiply(const std::vector<float>& gram, const float* x, float* __restrict target, int f) {
    std::fill(target, target + f, 0.0f);
    for (int i = 0; i < f; i += 4) {
        const float *a = &gram[(size_t)i * f], *b = a + f, *c = b + f, *d = c + f;
        for (int j = 0; j < f; j++) target[j] += x[i] * a[j] + x[i + 1] * b[j] + x[i + 2] * c[j] + x[i + 3] * d[j];
    }
}

// The rows of one side against the fixed vectors of the other: (Y'Y + Y'(C - I)Y + reg I) x = Y'C p (Hu, Koren & Volinsky, 2008), from the last x by
// conjugate gradient (Takacs, Pilaszy & Tikk, 2011), products with Y'Y shared and those with (C - I) over what the row has.
void alsHalf(const Data& data, std::vector<float>& users, const std::vector<float>& items, int f, int threads) {
    const float confidence = 41, reg = 0.01f;
    const int steps = 3;
    std::vector<std::vector<float>> partial(threads, std::vector<float>((size_t)f * f));
    parallel(threads, [&](int t) {
        for (int i = t; i < data.items; i += threads)
            for (int j = 0; j < f; j++) add(&partial[t][(size_t)j * f], items[(size_t)i * f + j], &items[(size_t)i * f], f);
    });
    auto& gram = partial[0];
    for (int t = 1; t < threads; t++) add(gram.data(), 1, partial[t].data(), f * f);
    for (int j = 0; j < f; j++) gram[(size_t)j * f + j] += reg;
    rows(data.users, threads, [&] {
        return [&, residual = std::vector<float>(f), direction = std::vector<float>(f), image = std::vector<float>(f)](int row) mutable {
            float *x = &users[(size_t)row * f], *r = residual.data(), *p = direction.data(), *q = image.data();
            multiply(gram, x, r, f);
            for (int j = 0; j < f; j++) r[j] = -r[j];
            for (int i = data.offsets[row]; i < data.offsets[row + 1]; i++) {
                const float* y = &items[(size_t)data.columns[i] * f];
                add(r, confidence - (confidence - 1) * dot(x, y, f), y, f);
            }
            std::copy(r, r + f, p);
            float square = dot(r, r, f);
            for (int step = 0; step < steps && square > 1e-20f; step++) {
                multiply(gram, p, q, f);
                for (int i = data.offsets[row]; i < data.offsets[row + 1]; i++) {
                    const float* y = &items[(size_t)data.columns[i] * f];
                    add(q, (confidence - 1) * dot(p, y, f), y, f);
                }
                const float length = square / dot(p, q, f);
                add(x, length, p, f);
                add(r, -length, q, f);
                const float now = dot(r, r, f);
                for (int j = 0; j < f; j++) p[j] = r[j] + now / square * p[j];
                square = now;
            }
        };
    });
}

void als(const Data& data, int factors, int epochs, int threads) {
    const Data transposed = data.transposed();
    auto users = gaussian((size_t)data.users * factors, 0.01f), items = gaussian((size_t)data.items * factors, 0.01f);
    for (int epoch = 0; epoch < epochs; epoch++) {
        alsHalf(data, users, items, factors, threads);
        alsHalf(transposed, items, users, factors, threads);
    }
}

void knn(const Data& data, int k, int threads) {
    const Data transposed = data.transposed();
    const std::vector<int>&offsets = transposed.offsets, &users = transposed.columns;
    std::vector<double> norm(data.items);
    for (int i = 0; i < data.items; i++) norm[i] = 1 / std::sqrt(std::max(1, offsets[i + 1] - offsets[i]));
    std::vector<double> weights(data.columns.size());
    for (size_t i = 0; i < weights.size(); i++) weights[i] = norm[data.columns[i]];

    std::vector<std::vector<std::pair<double, int>>> all(data.items);
    rows(data.items, threads, [&] {
        return [&, sums = std::vector<double>(data.items), following = std::vector<int>(data.items, -1)](int row) mutable {
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
        };
    });
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
        if (what == "als") als(data, number(3), number(4), number(5));
        if (what == "knn") knn(data, number(3), number(4));
        if (what == "bpr") bpr(data, number(3), number(4), number(5));
        if (what == "sgns") sgns(data, number(3), number(4), number(5), number(6), number(7));
    });
}
