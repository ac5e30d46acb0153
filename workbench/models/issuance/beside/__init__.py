"""What stands beside a form: the certificate or request it would make, the verdict, what the linter says, and the same with openssl."""
