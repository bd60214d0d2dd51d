"""What was agreed of every statement: its level and the records that it is about. The protocol's data must agree."""

AGREED = """
142.1.1 expected transfer_meeting emergency_transfer
142.1.2 expected transfer_meeting emergency_transfer
142.1.3 required transfer_meeting emergency_transfer
142.1.4 expected transfer_meeting exception_decision emergency_transfer
142.1.5 advised transfer_meeting
142.2.1 expected transfer_meeting
142.2.2 expected transfer_meeting
142.2.3 expected transfer_meeting
142.2.4 expected transfer_meeting
142.2.5 expected transfer_meeting
142.2.6 required transfer_meeting
142.3.1 required transfer_meeting
142.3.2 expected transfer_meeting
142.3.3 required transfer_meeting emergency_transfer
142.3.4 required transfer_meeting
142.3.5 expected transfer_meeting
142.3.6 required transfer_meeting
142.3.7 expected transfer_meeting
142.3.8 expected transfer_meeting
142.3.9 expected transfer_meeting
142.4.1 required emergency_transfer
142.4.2 required emergency_transfer
142.4.3 required emergency_transfer
142.4.4 required emergency_transfer
142.4.5 required emergency_transfer
142.4.6 advised emergency_transfer
142.4.7 expected emergency_transfer
142.5.1 required management_handover
142.5.2 expected management_handover
142.5.3 expected management_handover
142.5.4 required management_handover
142.5.5 required management_handover
142.5.6 expected management_handover
142.5.7 expected management_handover
142.5.8 required management_handover
142.5.9 required management_handover
315.2.1.1 required transfer_meeting exception_decision emergency_transfer
315.2.1.2 expected transfer_meeting exception_decision emergency_transfer
315.2.1.3 expected transfer_meeting
315.2.1.4 expected transfer_meeting
315.2.1.5 expected transfer_meeting
315.2.1.6 expected transfer_meeting emergency_transfer
315.2.2.1 expected transfer_meeting exception_decision emergency_transfer
315.2.3.1 advised every kind of record
315.2.4.1 required transfer_meeting
315.2.5.1 expected transfer_meeting
315.2.5.2 required transfer_meeting
315.2.6.1 required transfer_meeting
315.2.7.1 expected transfer_meeting emergency_transfer
315.2.7.2 required transfer_meeting emergency_transfer
315.3.1 required transfer_meeting
315.3.2 required transfer_meeting
315.3.3 required transfer_meeting emergency_transfer
315.4.1 required transfer_meeting emergency_transfer
315.4.2 required transfer_meeting emergency_transfer
315.4.3 expected transfer_meeting
315.4.4 required transfer_meeting emergency_transfer
315.5.1 required transfer_meeting
315.5.2 required transfer_meeting
315.6.1 expected transfer_meeting
315.6.2 expected transfer_meeting
315.7.1 expected transfer_meeting
315.7.2 required transfer_meeting
315.7.3 required transfer_meeting
315.7.4 required transfer_meeting emergency_transfer
315.7.5 required transfer_meeting emergency_transfer
315.7.6 required transfer_meeting
315.7.7 expected transfer_meeting
315.7.8 advised transfer_meeting
315.7.9 expected transfer_meeting
315.7.10 expected transfer_meeting
315.8.1 required exception_decision
315.8.2 required exception_decision
315.8.3 required exception_decision
315.8.4 required exception_decision
315.8.5 required exception_decision
315.9.1 required exception_decision transfer_meeting emergency_transfer
""".strip().splitlines()
