"""The bot as it is seen from outside: figures, health, and where both are served."""
