namespace SchedulerApp.Tests;

/// <summary>Reads the file that the job writes, while it is being written.</summary>
internal static class JobLog
{
    /// <summary>The words of every whole line so far: time, node, term, fencing token.</summary>
    public static List<string[]> Read(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var content = reader.ReadToEnd();
        return content[..(content.LastIndexOf('\n') + 1)]
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Split(' '))
            .ToList();
    }
}
