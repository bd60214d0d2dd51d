"""From starting a record to a draft that is whole: whom it names, its reference, and saves that lose nothing."""
