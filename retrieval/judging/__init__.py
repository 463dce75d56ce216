"""A claim and a quote taken apart and laid side by side: for judging whether one supports the other."""
