"""What sentences state, in forms that two of them can be compared by: for telling where sources differ."""
