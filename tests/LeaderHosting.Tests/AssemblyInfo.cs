// The whole-election tests move one clock for many tasks, and let the thread pool come to rest between two moves; other tests on it would only slow them.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
