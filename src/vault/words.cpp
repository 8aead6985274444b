#include "vault/words.h"

namespace trefoil::vault {

// Order is part of what people compare: a word that moves changes every fingerprint. The test keeps its hash.
const std::array<std::string_view, 256> kWords = {
    "acorn",    "airport",  "album",    "alcove",   "almond",   "alphabet", "amber",    "anchor",   "antler",
    "apron",    "arrow",    "artist",   "atlas",    "autumn",   "avocado",  "bakery",   "balcony",  "bamboo",
    "banana",   "banner",   "basket",   "beach",    "beaver",   "bicycle",  "biscuit",  "blanket",  "blossom",
    "bonsai",   "bottle",   "branch",   "bread",    "breeze",   "bridge",   "brook",    "bucket",   "buffalo",
    "button",   "cabin",    "cactus",   "camera",   "candle",   "canvas",   "caravan",  "carpet",   "cashew",
    "castle",   "cedar",    "cello",    "ceramic",  "chalk",    "chapter",  "cherry",   "chimney",  "cinnamon",
    "cloud",    "clover",   "coast",    "coconut",  "coffee",   "comet",    "compass",  "copper",   "coral",
    "cottage",  "cotton",   "crayon",   "crystal",  "cupboard", "curtain",  "dahlia",   "daisy",    "desert",
    "diamond",  "dolphin",  "domino",   "donkey",   "dragon",   "drawer",   "easel",    "envelope", "evening",
    "fabric",   "falcon",   "feather",  "fiddle",   "field",    "fjord",    "flamingo", "flannel",  "flute",
    "forest",   "fountain", "galaxy",   "garden",   "garlic",   "ginger",   "giraffe",  "glacier",  "gondola",
    "goose",    "grape",    "gravel",   "guitar",   "hammock",  "hamster",  "harbour",  "harvest",  "hazel",
    "heron",    "hexagon",  "horizon",  "igloo",    "indigo",   "iris",     "island",   "jacket",   "jasmine",
    "jigsaw",   "juniper",  "kayak",    "kettle",   "kitchen",  "kite",     "koala",    "ladder",   "ladybird",
    "lagoon",   "lake",     "lantern",  "lavender", "lemon",    "lettuce",  "library",  "lilac",    "linen",
    "lizard",   "lobster",  "lotus",    "magnet",   "magpie",   "mango",    "maple",    "marigold", "meadow",
    "melody",   "meteor",   "mimosa",   "mint",     "mirror",   "mosaic",   "muffin",   "museum",   "mushroom",
    "napkin",   "nectar",   "needle",   "nickel",   "notebook", "oasis",    "ocean",    "octopus",  "olive",
    "onion",    "orchard",  "origami",  "ostrich",  "otter",    "oven",     "paddle",   "palace",   "pancake",
    "panda",    "paper",    "parrot",   "parsley",  "pasture",  "pebble",   "pelican",  "pencil",   "penguin",
    "pepper",   "piano",    "picnic",   "pigeon",   "pillow",   "planet",   "plum",     "pollen",   "postcard",
    "prairie",  "prism",    "pumpkin",  "puzzle",   "pyramid",  "quarry",   "quartz",   "quilt",    "rabbit",
    "radio",    "radish",   "rainbow",  "ribbon",   "river",    "robin",    "rocket",   "rope",     "rosemary",
    "ruby",     "saffron",  "salmon",   "sardine",  "scarf",    "seagull",  "shelf",    "signal",   "silver",
    "sketch",   "snowman",  "sofa",     "sparrow",  "spinach",  "squirrel", "sugar",    "summer",   "teapot",
    "telegram", "thimble",  "thunder",  "tiger",    "tomato",   "tower",    "tractor",  "train",    "trumpet",
    "tulip",    "tundra",   "turnip",   "turtle",   "umbrella", "valley",   "vanilla",  "velvet",   "village",
    "vinegar",  "violin",   "volcano",  "waffle",   "wallet",   "walnut",   "window",   "winter",   "workshop",
    "yellow",   "zebra",    "zeppelin", "zigzag",
};

}  // namespace trefoil::vault
