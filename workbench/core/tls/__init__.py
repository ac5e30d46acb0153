"""TLS 1.2 and TLS 1.3, client and server, without input and output: bytes in, bytes and events out.

For demonstration and diagnosis: it tells every secret that it derives, and nothing here runs in constant time. It follows every MUST
all the same, since its explanations must be true.
"""
