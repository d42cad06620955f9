"""The FHIR service: one file an interaction or operation. `create_app` (app.py) puts it together."""
