"""Measuring Kaimen against its peers, and judging doors independently of its builder."""
