"""Rules for chapter 3.1.5, about children who are looked after and the transfers it names beside them."""
