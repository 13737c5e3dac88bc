// Real servers and child processes: one test at a time, so that a small build machine keeps its timing.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
