"""What a screen may call. Each service reads and writes the local store; none waits for the network."""
