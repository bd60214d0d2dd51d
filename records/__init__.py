"""Operations on records and the register: the only code that writes to the database, apart from mail/."""
