"""What stands beside a form of the page "Issue"."""
