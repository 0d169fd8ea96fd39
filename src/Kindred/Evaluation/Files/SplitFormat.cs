namespace Kindred.Evaluation;

/// <summary>How ready-made interaction files are written. Fields are separated by blanks, tabs or commas; <c>.gz</c> and <c>.zst</c> are read as they are.</summary>
public enum SplitFormat
{
    /// <summary>One user a line: <c>user item item …</c>, in no order.</summary>
    UserItems,

    /// <summary>One interaction a line: <c>user item [rating [unix-seconds]]</c>; without times of a user oldest first where an order is meant.</summary>
    Pairs,

    /// <summary>One user a line: <c>user item item …</c>, oldest first.</summary>
    Sequences,
}
