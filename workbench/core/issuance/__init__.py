"""Issuing certificates: what they shall say (`specification`), what is wrong with a wish (`problems`), DER (`build`), and profiles."""
