"""What a drawn cover shows: a small scene for each genre, a little different for each anime."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from random import Random
from typing import Final

from PIL import ImageDraw

from bot.pictures.colours import Colour, Palette, mixed

WIDTH: Final = 400  # pixels of the finished cover: twice those of the largest place it is shown in
HEIGHT: Final = 600
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Brush:
    """Paints translucent shapes in a cover's own pixels, whatever the scale of the image below."""

    draw: ImageDraw.ImageDraw
    scale: float
    palette: Palette
    random: Random

    def _ink(self, colour: Colour, opacity: float) -> tuple[int, int, int, int]:
        return (*colour, round(255 * opacity))

    def area(self, points: Sequence[Point], colour: Colour, opacity: float) -> None:
        """Fill a polygon; opacity 0-1."""
        self.draw.polygon([(x * self.scale, y * self.scale) for x, y in points], fill=self._ink(colour, opacity))

    def disc(self, centre: Point, radius: float, colour: Colour, opacity: float) -> None:
        """Fill a circle."""
        x, y, r = (value * self.scale for value in (*centre, radius))
        self.draw.ellipse((x - r, y - r, x + r, y + r), fill=self._ink(colour, opacity))

    def ring(self, centre: Point, radii: Point, width: float, colour: Colour, opacity: float) -> None:
        """Draw the outline of an ellipse with horizontal and vertical `radii`."""
        (x, y), (across, down) = centre, radii
        box = tuple(value * self.scale for value in (x - across, y - down, x + across, y + down))
        self.draw.ellipse(box, outline=self._ink(colour, opacity), width=round(width * self.scale))

    def block(self, box: tuple[float, float, float, float], radius: float, colour: Colour, opacity: float) -> None:
        """Fill a rectangle (left, top, right, bottom) with rounded corners."""
        left, top, right, bottom = (value * self.scale for value in box)
        self.draw.rounded_rectangle((left, top, right, bottom), radius * self.scale, fill=self._ink(colour, opacity))

    def between(self, low: float, high: float) -> float:
        """Return a number that depends on the anime alone."""
        return self.random.uniform(low, high)

    def chance(self, share: float) -> bool:
        """Return True for that share (0-1) of all anime."""
        return self.random.random() < share


def rays(brush: Brush) -> None:
    """Speed lines, as behind a blow."""
    centre = (brush.between(120, 280), brush.between(170, 260))
    angle = 0.0
    while angle < 2 * pi:
        width = brush.between(0.02, 0.13)
        near = brush.between(70, 130)
        tip = (centre[0] + near * cos(angle), centre[1] + near * sin(angle))
        ends = [(centre[0] + 900 * cos(a), centre[1] + 900 * sin(a)) for a in (angle - width / 2, angle + width / 2)]
        brush.area([tip, *ends], brush.palette.accent, brush.between(0.12, 0.5))
        angle += width + brush.between(0.03, 0.12)


def _ridge(brush: Brush, base: float, height: float, colour: Colour) -> None:
    x, points = -40.0, [(-40.0, float(HEIGHT))]
    while x < WIDTH + 80:
        points.append((x, base - brush.between(0.45, 1) * height))
        x += brush.between(50, 90)
        points.append((x, base - brush.between(0, 0.35) * height))
        x += brush.between(30, 70)
    brush.area([*points, (x, float(HEIGHT))], colour, 0.92)


def peaks(brush: Brush) -> None:
    """A sun or moon over ranges of mountains."""
    sky, ground = brush.palette.accent, brush.palette.deep
    sun = (brush.between(110, 290), brush.between(150, 220))
    brush.disc(sun, 118, sky, 0.14)
    brush.disc(sun, 78, sky, 0.9)
    for layer, base in enumerate((350, 415, 490)):
        _ridge(brush, base, 150 - 25 * layer, mixed(brush.palette.light, ground, 0.35 + 0.28 * layer))


def halftone(brush: Brush) -> None:
    """A comic's dots, growing towards a corner."""
    mirrored = brush.chance(1 / 2)
    for row in range(20):
        for column in range(14):
            x, y = 30 * column + 15 * (row % 2), 30.0 * row
            share = (1 - y / HEIGHT) * 0.6 + (x if mirrored else WIDTH - x) / WIDTH * 0.5
            if (radius := 17 * (share - 0.2)) >= 1:
                brush.disc((x, y), radius, brush.palette.accent, 0.62)


def rain(brush: Brush) -> None:
    """Slanting rain and the rings it makes on water."""
    for _ in range(70):
        x, y, length = brush.between(-40, 440), brush.between(-60, 400), brush.between(40, 130)
        slant, width = length * 0.22, brush.between(1, 2.4)
        brush.area(
            [(x, y), (x + width, y), (x + width - slant, y + length), (x - slant, y + length)],
            brush.palette.accent,
            brush.between(0.15, 0.5),
        )
    for _ in range(5):
        centre, size = (brush.between(30, 370), brush.between(400, 560)), brush.between(25, 80)
        for ring in (1.0, 0.6):
            brush.ring(centre, (size * ring, size * ring * 0.28), 2, brush.palette.accent, 0.42)


def petals(brush: Brush) -> None:
    """Cherry petals on the wind."""
    brush.disc((brush.between(100, 300), brush.between(150, 230)), 130, brush.palette.accent, 0.2)
    for _ in range(34):
        x, y, size, turn = brush.between(0, 400), brush.between(0, 560), brush.between(7, 30), brush.between(0, 2 * pi)
        outline = [
            (0, 1),
            (-0.55, 0.35),
            (-0.5, -0.45),
            (-0.2, -0.9),
            (0, -0.62),
            (0.2, -0.9),
            (0.5, -0.45),
            (0.55, 0.35),
        ]
        points = [
            (x + size * (px * cos(turn) - py * sin(turn)), y + size * (px * sin(turn) + py * cos(turn)))
            for px, py in outline
        ]
        brush.area(points, brush.palette.accent, brush.between(0.35, 0.9))


def _stars(brush: Brush, count: int, below: float) -> None:
    for _ in range(count):
        brush.disc(
            (brush.between(0, WIDTH), brush.between(0, below)),
            brush.between(0.8, 2.6),
            (255, 255, 255),
            brush.between(0.3, 0.95),
        )


def planet(brush: Brush) -> None:
    """A ringed planet among stars."""
    _stars(brush, 90, HEIGHT)
    centre, radius = (brush.between(140, 260), brush.between(190, 260)), brush.between(85, 120)
    brush.disc(centre, radius * 1.35, brush.palette.accent, 0.08)
    brush.disc(centre, radius, brush.palette.light, 1)
    shadow = (centre[0] + radius * 0.12, centre[1] + radius * 0.1)
    brush.disc(shadow, radius * 0.9, mixed(brush.palette.light, brush.palette.deep, 0.55), 0.55)
    for ring, opacity in ((1.75, 0.85), (1.55, 0.5), (1.95, 0.35)):
        brush.ring(centre, (radius * ring, radius * ring * 0.24), 5, brush.palette.accent, opacity)
    brush.disc((brush.between(40, 110), brush.between(60, 110)), brush.between(10, 22), brush.palette.accent, 0.9)


def hills(brush: Brush) -> None:
    """A friendly sun, clouds, and gentle hills."""
    sun = (brush.between(110, 290), brush.between(130, 200))
    for radius, opacity in ((120, 0.18), (90, 0.28), (62, 0.95)):
        brush.disc(sun, radius, brush.palette.accent, opacity)
    for _ in range(3):
        x, y, size = brush.between(20, 320), brush.between(80, 300), brush.between(16, 28)
        brush.block((x, y, x + 5 * size, y + 1.3 * size), 0.65 * size, (255, 255, 255), 0.55)
        brush.disc((x + 2 * size, y + 0.2 * size), size, (255, 255, 255), 0.55)
    for layer in range(3):
        centre = (brush.between(0, 400), 880 + 60 * layer - 40)
        colour = mixed(brush.palette.light, brush.palette.deep, 0.4 + 0.25 * layer)
        brush.disc(centre, 480 - 30 * layer, colour, 0.95)


def skyline(brush: Brush) -> None:
    """A city at night; somebody is still awake."""
    brush.disc((brush.between(90, 310), 130), 56, brush.palette.accent, 0.85)
    for layer, top in enumerate((250, 330)):
        x = -20.0
        colour = mixed(brush.palette.light, brush.palette.deep, 0.45 + 0.4 * layer)
        while x < WIDTH:
            width, roof = brush.between(46, 84), top + brush.between(-50, 60)
            brush.area([(x, roof), (x + width, roof), (x + width, HEIGHT), (x, HEIGHT)], colour, 0.96)
            for row in range(8):
                for column in range(int(width // 18)):
                    if brush.chance(1 / 5):
                        left, above = x + 8 + 17 * column, roof + 16 + 24 * row
                        brush.block((left, above, left + 8, above + 12), 1.5, brush.palette.accent, 0.9)
            x += width + brush.between(0, 10)


def moon(brush: Brush) -> None:
    """A great moon behind drifting mist, and wisps of light."""
    _stars(brush, 40, 300)
    centre = (brush.between(150, 250), brush.between(190, 240))
    for radius, opacity in ((165, 0.12), (135, 0.2), (105, 0.95)):
        brush.disc(centre, radius, brush.palette.accent, opacity)
    for step in range(7):
        left, y, length = brush.between(-120, 240), 180 + 42 * step + brush.between(-10, 10), brush.between(160, 330)
        brush.block((left, y, left + length, y + 14), 7, brush.palette.deep, 0.42)
    for _ in range(9):
        wisp = (brush.between(30, 370), brush.between(260, 520))
        size = brush.between(3, 8)
        brush.disc(wisp, size * 2.6, brush.palette.accent, 0.16)
        brush.disc(wisp, size, brush.palette.accent, 0.9)


def scratches(brush: Brush) -> None:
    """Four long claw marks."""
    lean, left = brush.between(50, 120), brush.between(70, 130)
    for claw in range(4):
        x, top, bottom = left + 68 * claw, brush.between(40, 110), brush.between(370, 470)
        width = brush.between(13, 24)
        middle = (x - lean * 0.45, (top + bottom) / 2)
        points = [(x, top), (middle[0] + width, middle[1]), (x - lean, bottom), (middle[0] - width * 0.4, middle[1])]
        brush.area([(px + 7, py + 9) for px, py in points], (0, 0, 0), 0.45)
        brush.area(points, brush.palette.accent, 0.92)


def lanes(brush: Brush) -> None:
    """The bend of a running track, and the ball in the air."""
    corner = (brush.random.choice((-30.0, 430.0)), brush.between(440, 520))
    for lane in range(7):
        radius = 130.0 + 52 * lane
        brush.ring(corner, (radius, radius), 5 if lane % 2 else 14, brush.palette.accent, 0.75 - 0.08 * lane)
    ball = (brush.between(120, 280), brush.between(90, 150))
    brush.disc((ball[0] + 5, ball[1] + 8), 40, brush.palette.deep, 0.4)
    brush.disc(ball, 40, brush.palette.accent, 0.98)


def plates(brush: Brush) -> None:
    """Armour plates around a reactor's light."""
    centre, turn = (200.0, brush.between(190, 240)), brush.between(0, pi / 3)
    for size, opacity in ((330, 0.16), (255, 0.22), (185, 0.32), (120, 0.5)):
        gap = brush.between(0.05, 0.16)
        for side in range(6):
            start, end = turn + side * pi / 3 + gap, turn + (side + 1) * pi / 3 - gap
            corners = [(start, size), (end, size), (end, size * 0.8), (start, size * 0.8)]
            points = [(centre[0] + r * cos(a), centre[1] + r * sin(a)) for a, r in corners]
            brush.area(points, brush.palette.accent, opacity)
    for radius, opacity in ((70, 0.25), (48, 0.6), (26, 1.0)):
        brush.disc(centre, radius, brush.palette.accent, opacity)


def equalizer(brush: Brush) -> None:
    """Bars that dance to a song."""
    phase, speed = brush.between(0, 2 * pi), brush.between(0.35, 0.8)
    for bar in range(11):
        swing = 0.5 + 0.5 * sin(phase + bar * speed)
        height = 60 + 230 * swing * brush.between(0.7, 1)
        left = 22 + 33 * bar
        brush.block(
            (left, 255 - height / 2, left + 21, 255 + height / 2), 10.5, brush.palette.accent, 0.4 + 0.5 * swing
        )


def shapes(brush: Brush) -> None:
    """Circle, square and triangle, as on a poster of the twenties."""
    for _ in range(9):
        x, y, size = brush.between(20, 380), brush.between(40, 480), brush.between(35, 110)
        colour = brush.random.choice((brush.palette.accent, brush.palette.light, (255, 255, 255)))
        form, opacity = brush.random.randrange(3), brush.between(0.35, 0.85)
        if form == 0:
            brush.disc((x, y), size, colour, opacity)
        elif form == 1:
            brush.block((x - size, y - size / 4, x + size, y + size / 4), 3, colour, opacity)
        else:
            brush.area([(x, y - size), (x + size, y + size * 0.7), (x - size, y + size * 0.7)], colour, opacity)


MOTIFS: Final[dict[str, Callable[[Brush], None]]] = {
    "Action": rays,
    "Adventure": peaks,
    "Avant Garde": shapes,
    "Boys Love": petals,
    "Comedy": halftone,
    "Detective": skyline,
    "Drama": rain,
    "Ecchi": halftone,
    "Fantasy": peaks,
    "Girls Love": petals,
    "Gourmet": hills,
    "Historical": peaks,
    "Horror": scratches,
    "Idols (Female)": equalizer,
    "Iyashikei": hills,
    "Mahou Shoujo": moon,
    "Mecha": plates,
    "Military": plates,
    "Music": equalizer,
    "Mystery": skyline,
    "Performing Arts": equalizer,
    "Psychological": shapes,
    "Racing": lanes,
    "Romance": petals,
    "Samurai": peaks,
    "Sci-Fi": planet,
    "Slice of Life": hills,
    "Space": planet,
    "Sports": lanes,
    "Supernatural": moon,
    "Suspense": skyline,
    "Team Sports": lanes,
    "Vampire": moon,
}
