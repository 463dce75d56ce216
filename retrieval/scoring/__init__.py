"""Question files, and answers held against them: for scoring how well questions are answered."""
