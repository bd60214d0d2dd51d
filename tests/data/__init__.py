"""The council, people, children and answers that tests are about. The demo has its own, which may change freely."""
