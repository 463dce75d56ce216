"""A news site of the tests' own: twenty stories in five designs, and pages that stand in a story's place."""
