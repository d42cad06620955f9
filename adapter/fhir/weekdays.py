"""The days of the week by their codes. Source: FHIR R4, code system days-of-week (http://hl7.org/fhir/days-of-week)."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
