using Xunit.Sdk;
using Xunit.v3;

// libtorch shares its threads out by itself; tests beside each other would only wait for one another.
[assembly: Parallelization(Mode = ParallelMode.None)]
