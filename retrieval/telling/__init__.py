"""Which reports belong to a topic, what happened when and how many: for telling its timeline."""
