"""Documents for the benchmarks, of any size: a C-CDA discharge summary with N medications, written by us with invented
people; the products are real RxNorm codes.
"""

_PRODUCTS = (  # RxNorm code, name, dose unit, doses, PIVL period in hours
    ("314076", "lisinopril 10 MG Oral Tablet", "{tablet}", "1", 24),
    ("617312", "atorvastatin 20 MG Oral Tablet", "{tablet}", "1", 24),
    ("860975", "metformin hydrochloride 500 MG Extended Release Oral Tablet", "{tablet}", "2", 12),
    ("197361", "amlodipine 5 MG Oral Tablet", "{tablet}", "1", 24),
    ("313782", "acetaminophen 325 MG Oral Tablet", "{tablet}", "2", 6),
    ("198211", "simvastatin 40 MG Oral Tablet", "{tablet}", "1", 24),
    ("310965", "ibuprofen 200 MG Oral Tablet", "{tablet}", "1", 8),
    ("308136", "amlodipine 2.5 MG Oral Tablet", "{tablet}", "1", 24),
)

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:sdtc="urn:hl7-org:sdtc" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <realmCode code="US"/>
  <typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
  <templateId root="2.16.840.1.113883.10.20.22.1.1" extension="2015-08-01"/>
  <templateId root="2.16.840.1.113883.10.20.22.1.2" extension="2015-08-01"/>
  <id root="2.16.840.1.113883.19.5" extension="bench-1"/>
  <code code="34133-9" codeSystem="2.16.840.1.113883.6.1" displayName="Summarization of Episode Note"/>
  <title>Continuity of Care Document</title>
  <effectiveTime value="20260630120000+0200"/>
  <confidentialityCode code="N" codeSystem="2.16.840.1.113883.5.25"/>
  <languageCode code="en-US"/>
  <recordTarget><patientRole>
    <id root="2.16.840.1.113883.19.5" extension="BENCH-7"/>
    <patient>
      <name><given>Imaginary</given><family>Patient</family></name>
      <administrativeGenderCode code="F" codeSystem="2.16.840.1.113883.5.1"/>
      <birthTime value="19400101"/>
    </patient>
  </patientRole></recordTarget>
  <author><time value="20260630120000+0200"/><assignedAuthor>
    <id root="2.16.840.1.113883.4.6" extension="1234567893"/>
    <assignedPerson><name><given>Invented</given><family>Physician</family></name></assignedPerson>
  </assignedAuthor></author>
  <custodian><assignedCustodian><representedCustodianOrganization>
    <id root="2.16.840.1.113883.19.5"/><name>Invented Hospital</name>
  </representedCustodianOrganization></assignedCustodian></custodian>
  <component><structuredBody><component><section>
    <templateId root="2.16.840.1.113883.10.20.22.2.1.1" extension="2014-06-09"/>
    <templateId root="2.16.840.1.113883.10.20.1.8"/>
    <code code="10160-0" codeSystem="2.16.840.1.113883.6.1" displayName="History of medication use"/>
    <title>Medications</title>
    <text><table><tbody>{rows}</tbody></table></text>
"""
_TAIL = """  </section></component></structuredBody></component>
</ClinicalDocument>
"""
_ENTRY = """    <entry typeCode="DRIV">
      <substanceAdministration classCode="SBADM" moodCode="EVN">
        <templateId root="2.16.840.1.113883.10.20.22.4.16" extension="2014-06-09"/>
        <templateId root="2.16.840.1.113883.10.20.1.24"/>
        <id root="2.16.840.1.113883.19.5" extension="med-{number}"/>
        <text><reference value="#med{number}"/></text>
        <statusCode code="active"/>
        <effectiveTime xsi:type="IVL_TS"><low value="20260101"/><high nullFlavor="UNK"/></effectiveTime>
        <effectiveTime xsi:type="PIVL_TS" institutionSpecified="true" operator="A">
          <period value="{period}" unit="h"/>
        </effectiveTime>
        <routeCode code="C38288" codeSystem="2.16.840.1.113883.3.26.1.1" displayName="ORAL"/>
        <doseQuantity value="{dose}" unit="{unit}"/>
        <consumable><manufacturedProduct classCode="MANU">
          <templateId root="2.16.840.1.113883.10.20.22.4.23" extension="2014-06-09"/>
          <templateId root="2.16.840.1.113883.10.20.1.53"/>
          <manufacturedMaterial>
            <code code="{code}" codeSystem="2.16.840.1.113883.6.88" displayName="{name}">
              <originalText><reference value="#med{number}name"/></originalText>
            </code>
          </manufacturedMaterial>
        </manufacturedProduct></consumable>
        <entryRelationship typeCode="RSON"><observation classCode="OBS" moodCode="EVN">
          <templateId root="2.16.840.1.113883.10.20.22.4.19" extension="2014-06-09"/>
          <code code="29308-4" codeSystem="2.16.840.1.113883.6.1"/>
          <statusCode code="completed"/>
          <value xsi:type="CD" code="38341003" codeSystem="2.16.840.1.113883.6.96" displayName="Hypertensive disorder"/>
        </observation></entryRelationship>
      </substanceAdministration>
    </entry>
"""


def ccda(medications: int, kilobytes: int = 0) -> bytes:
    """A C-CDA document with so many medications; `kilobytes`: at least so large, by text in its narrative."""
    entries, rows = [], []
    for number in range(1, medications + 1):
        code, name, unit, dose, period = _PRODUCTS[number % len(_PRODUCTS)]
        entries.append(_ENTRY.format(number=number, code=code, name=name, unit=unit, dose=dose, period=period))
        rows.append(f'<tr ID="med{number}"><td ID="med{number}name">{name}</td><td>every {period} hours</td></tr>')
    body = "".join(entries)
    words = "<tr><td>the course of the stay, told at length for the reader of the narrative</td></tr>"
    missing = kilobytes * 1000 - len(_HEAD) - len(body) - len(_TAIL) - sum(map(len, rows))
    rows += [words] * (missing // len(words) + 1 if missing > 0 else 0)
    return (_HEAD.replace("{rows}", "".join(rows)) + body + _TAIL).encode()
