"""The letters that go with a record: how they stand, writing them, agreeing to them, printing them."""
