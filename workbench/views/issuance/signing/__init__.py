"""The wing "Sign a request" of the page "Issue"."""
