"""The words of French pharmacy labels that are no name: sellers, forms, release, packaging; in full or abbreviated."""

from collections.abc import Mapping

# Words that name who sells a generic, in full and as pharmacy labels abbreviate them.
SELLERS = frozenset(
    """
    accord accordpharma ahcl ahi almus altan alter arrow aurobindo bailleul bellon benta biogaran biogarancontinu
    bluefish bouchara braun chemineau chiesi clarix conseil cooper cristers delbert dobfar eg ethypharm eurogenerics
    ever evolugen exeltis fabre france generics generiques gerda gilbert gnr grindeks hcs healthcare hikma hospira
    ibsa intas isomed jofre kabi kalceks krka lab labo laboratoires lannacher majorelle medac medisol medipha mylan
    nialex noridem orion panpharma pfizer pharma pharmaki pierre piramal qilu qualimed quiver ranbaxy ratiopharm
    recordati reddy reig renaudin richard sandoz sanofi sante serb servier stragen substipharm sun teva theramex
    tillomed tamrisa upsa viatris waymade xiromed zentiva zydus fresenius lavoisier aguettant baxter chauvin
    egg acc acf acp act agt ahl alm alp alt arg arl arw bbk bba bbf bbm bga bgr blf blz cpf crp crt csf egl evl evo evp
    ger gen hks hop hps kbi krk lam lav lbr msn mwi mwy myl myp nor pan pcf pfz phc pmk qvr ratio rbx ren rpg rtp
    sdz ser snf srv stg tev tvc tvp tvs unq via viatr viatri vts vtsg wyv xir zdf zef zen zf ztl ztv zyd zyf
    """.split()  # noqa: SIM905
)
# Abbreviated sellers → the word that names of the drug database have.
SELLER_NAMES: Mapping[str, str] = {
    **dict.fromkeys(("arg", "arl", "arw"), "arrow"),
    **dict.fromkeys(("acc", "acf", "acp", "accordpharma"), "accord"),
    **dict.fromkeys(("zen", "ztl", "ztv"), "zentiva"),
    **dict.fromkeys(("via", "viatr", "viatri", "vts", "vtsg"), "viatris"),
    **dict.fromkeys(("myl", "myp"), "mylan"),
    **dict.fromkeys(("tev", "tvc", "tvs"), "teva"),
    **dict.fromkeys(("zyd", "zyf"), "zydus"),
    **dict.fromkeys(("evl", "evo", "evp"), "evolugen"),
    **dict.fromkeys(("alm", "alp"), "almus"),
    **dict.fromkeys(("egg", "egl"), "eg"),
    **dict.fromkeys(("ratio", "rtp"), "ratiopharm"),
    "alt": "alter",
    "bga": "biogaran",
    "crt": "cristers",
    "krk": "krka",
    "lav": "lavoisier",
    "pfz": "pfizer",
    "phc": "pharmaki",
    "qvr": "quiver",
    "rbx": "ranbaxy",
    "ren": "renaudin",
    "sdz": "sandoz",
}
# Parallel importers, as labels put them in parentheses or at the end.
IMPORTERS = frozenset("adp aip bbf cmh mdw mpf phl pla bmd eur ppo paranova".split())  # noqa: SIM905
ABBREVIATIONS: Mapping[str, str] = {
    "ac": "acide",
    "amox": "amoxicilline",
    "clav": "clavulanique",
    "alend": "alendronique",
    "hctz": "hydrochlorothiazide",
    "hct": "hydrochlorothiazide",
    "vit": "vitamine",
    "bicarb": "bicarbonate",
    "peg": "macrogol",
}
# What people say of a substance that no product is called by.
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "thyroxine": ("levothyroxine",),
    "nacl": ("chlorure", "sodium"),
    "kcl": ("chlorure", "potassium"),
}

_TABLET_KINDS = (
    *("orodispersible", "effervescent", "dispersible", "croquer", "sucer"),
    *("sublingual", "vaginal", "gingival"),
)
_TABLETS = ("tablet", *(f"tablet {kind}" for kind in _TABLET_KINDS))
_INHALED = ("inhalation spray", "inhalation powder", "nebuliser liquid")
_TO_DISSOLVE = ("oral solution powder", "oral suspension", "oral granules", "powder", "gel", "granules")
_DROPS_AND_SPRAYS = ("injection", "inhalation spray", "nebuliser liquid", "eye drops", "spray")
_ORAL = ("oral solution", "oral solution powder", "oral suspension", "oral granules", "oral drops", "oral emulsion")
_SOLUTIONS = (*_DROPS_AND_SPRAYS, "oral solution", "oral solution powder", "solution")
_SUSPENSIONS = (*_DROPS_AND_SPRAYS, "oral suspension")
_POWDERS = (*_ORAL, "inhalation powder", "injection", "powder")

# Word of a label → the form classes it may mean. Several words of one label narrow each other down.
FORMS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("cpr", "cp", "comprime", "comprimes", "compr", "cprs", "cps", "comp", "tab"), _TABLETS),
    **dict.fromkeys(
        ("orodispersible", "orodispersibles", "orodisp", "orodis", "orod", "odt", "oro"), ("tablet orodispersible",)
    ),
    **dict.fromkeys(("lyophilisat", "lyoc", "lyocs", "lyoph"), ("tablet orodispersible",)),
    **dict.fromkeys(
        ("effervescent", "effervescents", "effervescente", "eff", "efferv"),
        ("tablet effervescent", "oral solution powder", "oral granules"),
    ),
    **dict.fromkeys(("croquer", "croq"), ("tablet croquer",)),
    **dict.fromkeys(("sucer",), ("tablet sucer", "lozenge")),
    **dict.fromkeys(("sublingual", "sublinguaux", "subling", "sublg", "subl", "sub"), ("tablet sublingual", "spray")),
    **dict.fromkeys(("dispersible", "dispersibles", "disper"), ("tablet dispersible",)),
    **dict.fromkeys(("disp", "dispositif"), ("tablet dispersible", "tablet orodispersible", "patch")),
    **dict.fromkeys(
        ("gelule", "gelules", "gelu", "gelul", "gle", "gles"),
        ("capsule", "inhalation powder", "oral granules"),
    ),
    **dict.fromkeys(("capsule", "capsules", "caps", "capsu"), ("capsule", "soft capsule")),
    **dict.fromkeys(("molle", "molles"), ("soft capsule",)),
    **dict.fromkeys(("sachet", "sachets", "sach", "sac"), _TO_DISSOLVE),
    **dict.fromkeys(("granule", "granules", "gran", "gle"), ("oral granules", "oral suspension", "capsule")),
    **dict.fromkeys(("sirop", "sir"), ("oral solution", "oral suspension")),
    **dict.fromkeys(
        ("buv", "bu", "buvable", "buvables", "orale", "oral", "po"), (*_ORAL, *_TABLETS, "capsule", "powder")
    ),
    **dict.fromkeys(("sol", "solution"), _SOLUTIONS),
    **dict.fromkeys(("susp", "suspension"), _SUSPENSIONS),
    **dict.fromkeys(("emulsion", "emul", "emuls"), ("emulsion",)),
    **dict.fromkeys(("pdr", "poudre", "pdre", "pd"), _POWDERS),
    **dict.fromkeys(("inj", "injectable", "injec", "injection", "perf", "perfusion", "iv", "im", "sc"), ("injection",)),
    **dict.fromkeys(("seringue", "seringues", "ser", "srg", "stylo", "stylos", "sty"), ("injection",)),
    **dict.fromkeys(("inh", "inhal", "inhalation", "inhaler"), _INHALED),
    **dict.fromkeys(("neb", "nebul", "nebuliseur"), ("nebuliser liquid",)),
    **dict.fromkeys(("collyre", "colly", "coll", "collyr", "coly", "cy", "coly"), ("eye drops",)),
    **dict.fromkeys(("suppo", "suppositoire", "suppositoires", "supp", "suppos"), ("suppository",)),
    **dict.fromkeys(("ovule", "ovules", "ovul"), ("ovule",)),
    **dict.fromkeys(("patch", "patchs", "transdermique", "transderm", "transd", "transder"), ("patch",)),
    **dict.fromkeys(("creme", "cr"), ("cream",)),
    **dict.fromkeys(("pommade", "pom", "pomm"), ("ointment", "eye preparation")),
    **dict.fromkeys(("gel",), ("gel", "capsule", "eye preparation")),
    **dict.fromkeys(("pulverisation", "pulv", "pulve", "spray"), ("spray", "inhalation spray")),
    **dict.fromkeys(("nasale", "nasal", "nas"), ("spray", "solution", "suspension")),
    **dict.fromkeys(("emplatre", "emplatres"), ("medicated plaster",)),
    **dict.fromkeys(("pastille", "pastilles", "past"), ("lozenge",)),
    **dict.fromkeys(("gomme", "gommes", "gom"), ("gum",)),
    **dict.fromkeys(("implant",), ("implant",)),
}
# Words that change nothing of what is compared: coating, scoring, packaging, counts.
SILENT = frozenset(
    """
    a amp ampoule ampoules b bt bte boite cart cartouche cartouches de dose doses en enr enrobe et fl flacon
    fp fv gouttes gttes gtte ml par pell pel pellicule pellicules pour plaq pp preremplie prerempli prer recipient sec
    secable secables tb tube unidose unidoses pressurise quadrisecable s rempli pre d du la le les un une avec
    aiguille aig poche poc recip unid ud flacons boites blister blisters plq plaquette plaquettes
    pilulier pil tubes multidose md cpg kit l rapport equivalent fr remb ou
    solvant solv remplie unido styl dif enrobes enrobee enrobees anti xa axa application cutanee cutane usage
    pce microlitre microlitres
    """.split()  # noqa: SIM905
)
# Words of a salt or of water: the substance is compared without them.
SALTS = frozenset(
    """
    chlorhydrate dichlorhydrate bromhydrate maleate besilate fumarate hemifumarate tartrate hemitartrate succinate
    mesilate tosilate monohydrate anhydre sodique potassique tert butylamine erbumine arginine trihydrate base
    disoproxil medoxomil cilexetil etexilate trometamol
    """.split()  # noqa: SIM905
)
# Names of pens, inhalers and the like, which a label may leave out.
DEVICES = frozenset(
    """
    kwikpen flexpen solostar penfill flextouch innolet pumpcart junior tempopen doublestar optiset flexpro easypod
    turbuhaler diskus respimat breezhaler nexthaler easyhaler ellipta zonda spiromax forspiro elpenhaler novolizer
    autohaler diskhaler handihaler genuair pen clickjet sensoready fastclic mytrimat bijector
    """.split()  # noqa: SIM905
)
RELEASES: Mapping[str, str] = {
    "lp": "prolonged",
    "xr": "prolonged",
    "sr": "prolonged",
    "lm": "modified",
    "gastro": "gastro-resistant",
    "gastroresistant": "gastro-resistant",
    "gastroresistants": "gastro-resistant",
    "gastroresistante": "gastro-resistant",
    "gr": "gastro-resistant",
    "prolongee": "prolonged",
    "modifiee": "modified",
}
RELEASE_FILLERS = frozenset(("liberation", "lib", "prol", "resistant", "resistants", "resistante", "resistantes"))
# For whom: words that a label may leave out. They are not compared; strengths are.
AGES = frozenset(
    """
    adulte adultes ad adult enfant enfants enf pediatrique ped nourrisson nourrissons nr nour nourr bebe
    """.split()  # noqa: SIM905
)
# Tastes and the like.
FLAVOURS = frozenset(
    """
    sans sucre sucres ss gout arome aromatise aromatisee parfum menthe orange citron fraise framboise vanille cerise
    fruit fruits exotiques banane miel caramel cassis abricot peche reglisse tropical nature edulcore saccharine
    aspartam conservateur
    """.split()  # noqa: SIM905
)
# What the form texts of the drug database have of a form word that labels abbreviate.
STEMS: Mapping[str, str] = {
    **dict.fromkeys(("cpr", "cp", "compr", "cprs", "cps", "comp", "tab", "comprimes"), "comprime"),
    **dict.fromkeys(("susp",), "suspension"),
    **dict.fromkeys(("sol",), "solution"),
    **dict.fromkeys(("pdr", "pdre", "pd"), "poudre"),
    **dict.fromkeys(("emul",), "emulsion"),
    **dict.fromkeys(("colly", "coll", "collyr", "coly", "cy"), "collyre"),
    **dict.fromkeys(("inj", "injec"), "injectable"),
    **dict.fromkeys(("inh", "inhal"), "inhal"),
    **dict.fromkeys(("buv", "bu"), "buvable"),
    **dict.fromkeys(("sach", "sac"), "sachet"),
    **dict.fromkeys(("disp", "disper"), "disper"),
    **dict.fromkeys(("eff", "efferv"), "effervescent"),
    **dict.fromkeys(("lyoc", "lyocs", "lyoph"), "lyophilisat"),
    **dict.fromkeys(("emuls",), "emulsion"),
    **dict.fromkeys(("pulv", "pulve"), "pulver"),
    **dict.fromkeys(("ser", "srg"), "seringue"),
    **dict.fromkeys(("transd", "transderm", "transder"), "transdermique"),
    **dict.fromkeys(("croq",), "croquer"),
}
# The class that a form word means before any other.
PLAIN_CLASSES: Mapping[str, str] = {
    **dict.fromkeys(("cpr", "cp", "comprime", "comprimes", "compr", "cprs", "cps", "comp", "tab"), "tablet"),
    **dict.fromkeys(("gelule", "gelules", "gelu", "gelul", "gle", "gles"), "capsule"),
}
