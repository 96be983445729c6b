"""What a workflow means: its graph; later its scopes and the data that flows through it."""
