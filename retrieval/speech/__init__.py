"""Words of saying, quotations and whom they belong to: for telling who says a sentence."""
