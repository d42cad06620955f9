"""A document of ours around a fragment of a guide: a header with an invented patient, the namespaces fragments use."""

import re

_BEFORE = """<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xmlns:sdtc="urn:hl7-org:sdtc" xmlns:pharm="urn:hl7-org:pharm">
  <templateId root="2.16.840.1.113883.10.20.22.1.2"/>
  <id root="2.16.840.1.113883.19.5.99999" extension="fragment"/>
  <code code="34133-9" codeSystem="2.16.840.1.113883.6.1"/>
  <title>Summary of care</title>
  <effectiveTime value="20240110090000-0500"/>
  <recordTarget>
    <patientRole>
      <id root="2.16.840.1.113883.19.5" extension="7"/>
      <patient>
        <name><given>Edith</given><family>Warren</family></name>
        <administrativeGenderCode code="F" codeSystem="2.16.840.1.113883.5.1"/>
        <birthTime value="19410302"/>
      </patient>
    </patientRole>
  </recordTarget>
  <component>
    <structuredBody>
"""
_AFTER = "</structuredBody></component></ClinicalDocument>"


def enveloped(fragment: str) -> str:
    """The document that holds a fragment: components, a section, entries, or one act of a section of medications. A
    whole document is left as it is."""
    if "ClinicalDocument" in fragment:
        return fragment
    body = re.sub(r"<\?xml.*?\?>|<!--.*?-->", "", fragment, flags=re.DOTALL).strip()
    if body.startswith(("<substanceAdministration", "<act", "<supply")):
        body = f"<entry>{body}</entry>"
    if body.startswith("<entry"):
        code = '<code code="10160-0" codeSystem="2.16.840.1.113883.6.1"/>'
        body = f"<section>{code}<title>Medications</title><text/>{body}</section>"
    if body.startswith("<section"):
        body = f"<component>{body}</component>"
    return f"{_BEFORE}{body}{_AFTER}"
