"""Forms outside a record's sections: sign-in and passwords, decisions, absences and passing on."""
