namespace LeaderHosting.TestKit.Tests;

public sealed class RepositoryTests
{
    [Fact]
    public void The_root_holds_the_solution() => Assert.True(File.Exists(Path.Combine(Repository.Root, "LeaderHosting.sln")));

    [Fact]
    public void Finds_what_was_built_with_this_test()
    {
        var assembly = typeof(RepositoryTests).Assembly;

        Assert.Equal(assembly.Location, Repository.BuiltAssembly("tests/LeaderHosting.TestKit.Tests"));
        Assert.EndsWith(
            "LeaderHosting.TestKit.dll", Repository.BuiltAssembly("tests/LeaderHosting.TestKit.Tests/", "LeaderHosting.TestKit"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_built_is_named()
    {
        var exception = Assert.Throws<FileNotFoundException>(() => Repository.BuiltAssembly("samples/Nothing"));

        Assert.Contains("Nothing.dll is missing", exception.Message, StringComparison.Ordinal);
    }
}
