namespace Kindred.Index;

/// <summary>Whether all links of a graph lead to slots that exist and reach the level of the link.</summary>
internal static unsafe class LinkChecks
{
    /// <summary>What is wrong in words; null where nothing is.</summary>
    public static string? FindProblem(LinkTable links, int slots)
    {
        (int entry, int entryLevel) = links.Entry;
        if (slots == 0)
        {
            return entry == -1 ? null : "an empty graph has an entry";
        }

        for (int slot = 0; slot < slots; slot++)
        {
            if (!HasSoundStart(links, slot))
            {
                return $"the upper levels of slot {slot} lie outside the file";
            }
        }

        if ((uint)entry >= (uint)slots || entryLevel != links.LevelOf(entry))
        {
            return "the entry of the graph does not exist";
        }

        for (int slot = 0; slot < slots; slot++)
        {
            for (int level = links.LevelOf(slot); level >= 0; level--)
            {
                if (!AreSound(links, slot, level, slots))
                {
                    return $"slot {slot} has links at level {level} that lead nowhere";
                }
            }
        }

        return null;
    }

    private static bool HasSoundStart(LinkTable links, int slot)
    {
        int start = links.UpperStart.Pointer[slot];
        if (start == -1)
        {
            return true;
        }

        if ((uint)start >= (uint)links.Upper.Length)
        {
            return false;
        }

        int level = links.Upper.Pointer[start];
        return level > 0 && start + 1 + (level * (1L + links.MaxLinks)) <= links.Upper.Length;
    }

    private static bool AreSound(LinkTable links, int slot, int level, int slots)
    {
        int count = *links.ListOf(slot, level);
        if (count < 0 || count > links.MaxLinksAt(level))
        {
            return false;
        }

        foreach (int link in links.Links(slot, level))
        {
            if ((uint)link >= (uint)slots || links.LevelOf(link) < level)
            {
                return false;
            }
        }

        return true;
    }
}
