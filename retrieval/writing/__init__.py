"""What a language model is shown, waited for and held to: for letting it write an answer."""
