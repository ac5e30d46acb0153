"""What a handshake costs: charts, and the measuring of this machine."""
