"""The words that sort anime, as MyAnimeList spells them since 2021; the bundled catalogue uses exactly these."""

GENRES = (
    *("Action", "Adventure", "Avant Garde", "Boys Love", "Comedy", "Drama", "Ecchi", "Fantasy", "Girls Love"),
    *("Gourmet", "Horror", "Mystery", "Romance", "Sci-Fi", "Slice of Life", "Sports", "Supernatural", "Suspense"),
)
ADULT_GENRES = ("Erotica", "Hentai")
THEMES = (
    *("Adult Cast", "Anthropomorphic", "CGDCT", "Childcare", "Combat Sports", "Crossdressing", "Delinquents"),
    *("Detective", "Educational", "Gag Humor", "Gore", "Harem", "High Stakes Game", "Historical", "Idols (Female)"),
    *("Idols (Male)", "Isekai", "Iyashikei", "Love Polygon", "Love Status Quo", "Magical Sex Shift", "Mahou Shoujo"),
    *("Martial Arts", "Mecha", "Medical", "Memoir", "Military", "Music", "Mythology", "Organized Crime"),
    *("Otaku Culture", "Parody", "Performing Arts", "Pets", "Psychological", "Racing", "Reincarnation"),
    *("Reverse Harem", "Samurai", "School", "Showbiz", "Space", "Strategy Game", "Super Power", "Survival"),
    *("Team Sports", "Time Travel", "Urban Fantasy", "Vampire", "Video Game", "Villainess", "Visual Arts", "Workplace"),
)
DEMOGRAPHICS = ("Josei", "Kids", "Seinen", "Shoujo", "Shounen")
SOURCES = (
    *("4-koma manga", "Book", "Card game", "Game", "Light novel", "Manga", "Mixed media", "Music", "Novel", "Original"),
    *("Other", "Picture book", "Radio", "Visual novel", "Web manga", "Web novel"),
)

# What other catalogues and older years say for the same. For words that MyAnimeList gave up in its change of 2021,
# the successor is the one that took over the old one's number there: 3 Cars → Racing, 5 Dementia → Avant Garde,
# 6 Demons → Mythology, 11 Game → Strategy Game, 26 Shoujo Ai → Girls Love, 28 Shounen Ai → Boys Love,
# 39 Police → Detective, 41 Thriller → Suspense.
RENAMED: dict[str, tuple[str, ...]] = {
    "Cars": ("Racing",),
    "Dementia": ("Avant Garde",),
    "Demons": ("Mythology",),
    "Game": ("Strategy Game",),
    "Shoujo Ai": ("Girls Love",),
    "Shounen Ai": ("Boys Love",),
    "Police": ("Detective",),
    "Thriller": ("Suspense",),
    "Romantic Subtext": ("Love Status Quo",),
    # These two stood for explicit works and have no successor; most of them are Erotica or Hentai today. Of the two
    # mistakes that can be made with the others, hiding is the better one.
    "Yaoi": ("Boys Love", "Erotica"),
    "Yuri": ("Girls Love", "Erotica"),
    # Other spellings that no rule finds.
    "Science Fiction": ("Sci-Fi",),
    "SF": ("Sci-Fi",),
    "Shonen": ("Shounen",),
    "Shojo": ("Shoujo",),
    "Shonen Ai": ("Boys Love",),
    "Shojo Ai": ("Girls Love",),
    "BL": ("Boys Love",),
    "GL": ("Girls Love",),
    "Mahou Shojo": ("Mahou Shoujo",),
    "Maho Shojo": ("Mahou Shoujo",),
    "Magical Girl": ("Mahou Shoujo",),
    "Cute Girls Doing Cute Things": ("CGDCT",),
    "Food": ("Gourmet",),
    "Kodomo": ("Kids",),
    "Children": ("Kids",),
    "Mystery Thriller": ("Mystery", "Suspense"),
    "Motorsport": ("Racing",),
    "Gender Bender": ("Magical Sex Shift",),
}

# Understood, and on purpose nothing: the first says how an anime was received and not what it is; "Magic" was given up
# without a successor and is in "Fantasy" and "Mahou Shoujo" where it matters.
DROPPED = ("Award Winning", "Magic")
