// hnswlib's own C++ over raw float32 files, for compare_hnswlib.py, which compiles it for the machine (g++ -O3 -march=native):
//   hnswlib_peer build FOLDER DIMS M EF_CONSTRUCTION THREADS INDEX      prints processor and wall seconds
//   hnswlib_peer search FOLDER DIMS INDEX EF,EF,… REPEATS               prints recall and queries a second (one thread, processor time)
// The same calls as `Kindred.Benchmarks hnsw`.
#include <hnswlib/hnswlib.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <ctime>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

template <typename T>
std::vector<T> read(const std::string& path) {
    std::ifstream in(path, std::ios::binary | std::ios::ate);
    std::vector<T> values(in.tellg() / sizeof(T));
    in.seekg(0);
    in.read(reinterpret_cast<char*>(values.data()), values.size() * sizeof(T));
    return values;
}

double processor() {
    timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

double wall() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

int build(char** args) {
    const std::string folder = args[0];
    const size_t dims = std::stoul(args[1]);
    const auto base = read<float>(folder + "/base.f32");
    const size_t count = base.size() / dims;
    const int threads = std::stoi(args[4]);
    hnswlib::InnerProductSpace space(dims);
    hnswlib::HierarchicalNSW<float> index(&space, count, std::stoul(args[2]), std::stoul(args[3]), 1);
    const double wallStart = wall(), processorStart = processor();
    std::atomic<size_t> next{0};
    auto add = [&] {
        for (size_t i; (i = next++) < count;) index.addPoint(base.data() + i * dims, i);
    };
    std::vector<std::thread> workers;
    for (int t = 1; t < threads; t++) workers.emplace_back(add);
    add();
    for (auto& worker : workers) worker.join();
    std::cout << "{\"processor_seconds\":" << processor() - processorStart << ",\"wall_seconds\":" << wall() - wallStart << "}\n";
    index.saveIndex(args[5]);
    return 0;
}

int search(char** args) {
    const std::string folder = args[0];
    const size_t dims = std::stoul(args[1]);
    const auto queries = read<float>(folder + "/queries.f32");
    const auto truth = read<int>(folder + "/truth.i32");
    const size_t asked = queries.size() / dims, k = truth.size() / asked;
    hnswlib::InnerProductSpace space(dims);
    hnswlib::HierarchicalNSW<float> index(&space, args[2]);
    std::stringstream breadths(args[3]);
    std::string ef;
    std::cout << "[";
    for (bool first = true; std::getline(breadths, ef, ','); first = false) {
        index.setEf(std::stoul(ef));
        std::vector<hnswlib::labeltype> rows(asked * k);
        double best = 0;
        for (int r = 0; r <= std::stoi(args[4]); r++) {
            const double start = processor();
            for (size_t q = 0; q < asked; q++) {
                auto found = index.searchKnn(queries.data() + q * dims, k);
                for (size_t i = found.size(); i-- > 0; found.pop()) rows[q * k + i] = found.top().second;
            }
            best = std::max(best, asked / (processor() - start));
        }
        size_t hits = 0;
        for (size_t i = 0; i < truth.size(); i++)
            hits += std::count(rows.begin() + i / k * k, rows.begin() + i / k * k + k, (hnswlib::labeltype)truth[i]);
        std::cout << (first ? "" : ",") << "{\"ef\":" << ef << ",\"recall\":" << (double)hits / truth.size() << ",\"qps\":" << best << "}";
    }
    std::cout << "]\n";
    return 0;
}

int main(int, char** args) {
    return std::string(args[1]) == "build" ? build(args + 2) : search(args + 2);
}
