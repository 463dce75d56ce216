"""Pictures of what people see, drawn from the payloads that the bot really sends."""
