"""The engine over real sockets: a client that connects and a server that answers, told as the same transcript as a scenario."""
