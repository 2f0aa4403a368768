"""What people write and press: an update in, one service call, one reply out."""
