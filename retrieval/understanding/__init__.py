"""The days, publishers and earlier words that a question leans on: for understanding what it asks."""
