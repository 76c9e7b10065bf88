"""What the tests share: processes, pools and an SRP written from the protocol alone."""
