"""What makes a corpus valid."""
