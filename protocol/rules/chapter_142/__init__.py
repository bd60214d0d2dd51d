"""Rules for chapter 1.4.2, which applies to every transfer."""
