"""Rows that share words with a gate and mean something else, by what they share the words with."""

from __future__ import annotations

NEAR_MISSES = """
coverage report read by the squads
Alert the memory care unit
Alert fatigue: memory alerts deleted
Alert rules reviewed by SRE
CPU > 80 % alert
Disk usage > 90 % alert
Error alert e-mail text translated
Alarm clock set for the morning queue
Metrics of the marketing campaign flowing
Metrics agreed with the instances of the board
Traces of the parcels arrive
Traces of peanuts collected by the service
Press coverage above 80 % positive
Insurance coverage at least 80 %
Network coverage tested in the branches
Coverage target agreed
Code coverage tool replaced
Couverture de la presse confirmée
security test environment booked
Security guards tested the alarm
Security training passed by everybody
Unit tests written for the new module
Test plan complete
Test data complete
User acceptance tests passed
Test results sent to the customer
Smoke test of the kitchen passed
Smoke tests written
Load test of the stage platform passed
Load of the delivery lorry within limits
Performance targets agreed
Performance baseline recorded
Performance of the orchestra acceptable
Health checks of the drivers are up to date
Health check configured
Healthy working hours respected
Keys of the data centre returned
API keys in use
API key of the payment provider renewed
Rate limit of our bank raised
Speed limit in the car park enforced
Sales pipeline green
Data pipeline validated
Staging of the trade fair booth complete
Staging has a new instance
All systems of the stage are up and running
Changelog sent to the customers
README of the marketing kit updated
Dead links on the marketing site fixed
Migration of the mailboxes done
Breaking changes in the contract accepted
Secrets stored in Vault
Password of the wifi changed
Certificate of the supplier valid
Canteen: certificates of the cooks valid
Architecture of the building approved
Code standards workshop held
Style guide for the logo updated
Downtime under 5 minutes
No interruption of the keynote
No downtime of the coffee machine
New version deployed to production
Right version of the contract live in the CRM
Python version on every server is 3.12
Critical paths tested
Endpoint protection works
Complexity of the tariff explained
Critical modules of the training passed
Hacks of the marketing team stopped
TODOs in the critical path of the project plan resolved
Large files moved to S3
Files larger than 25 MB rejected
Required documents for the visa complete
Cost tags set
Merged companies informed
Session with the works council ends at noon
Login page redesigned
Clés du coffre valides
Performance de l'équipe acceptable
Le service de presse est opérationnel
Certificat médical valide
Tests unitaires à écrire
Limits ok
Links ok
Certificates ok
Building green
Goods transport secure
Release party on staging
Performance meeting held
No tests
No coverage
Tests not needed
README exists
Release has no version
No migration guide
Rate limits: table printed
Diagrams valid
Health endpoint documented
Critical endpoints monitored
"""
