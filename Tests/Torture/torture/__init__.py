"""Tries to make a server lose, double, reorder or give away a message, and judges it by what its clients wrote down."""
