/** English verbs that begin instructions, base form. Words that are mostly something else at the start are left out. */
export const IMPERATIVES: ReadonlySet<string> = new Set(
  (
    'accept access account achieve activate adapt add adjust adopt advise aim align allow analyze analyse answer append ' +
    'apply arrange ask assemble assess assign assume attach attack attempt attend avoid await bake balance beat become begin ' +
    'blend block boil book break breathe brew bring browse brush build buy calculate call cancel capture carry catch ' +
    'celebrate change check chill choose chop clean clear click climb clone close collaborate collect combine come commit ' +
    'communicate compare compile complete compute concentrate configure confirm connect consider consult contact continue ' +
    'contribute convert cook cool copy count cover create cross cultivate customize cut debug decide declare decrease ' +
    'dedicate define delegate delete deploy describe design determine develop disable disconnect discover discuss display ' +
    'divide do document double download drag drain draw dress drink drive drizzle drop dry eat edit eliminate embrace ' +
    'employ enable empty encourage engage enjoy enroll ensure enter establish estimate evaluate examine execute exercise exit ' +
    'expand experiment explain explore export express extend extract familiarize fasten feed feel fetch fill filter find ' +
    'finish fix flip focus fold follow forget format foster freeze fry gather generate get give go grab grant grease grill ' +
    'grow guide hang have heat help hire hit hold identify ignore implement import improve include incorporate increase ' +
    'inform initialize input insert inspect install integrate introduce invest investigate invite iterate join journal keep ' +
    'kill knead know label launch lay learn leave let leverage lift limit link listen load locate log look lower maintain ' +
    'make manage mark mash maximize measure meditate meet melt mention merge minimize mix modify monitor mount move multiply ' +
    'name navigate negotiate note notice obtain offer open opt optimize order organize outline override pack paint parse ' +
    'participate pass paste pause pay peel perform pick place plan plant plug pour practice practise prefer prepare press ' +
    'prevent print prioritize proceed process promote proofread protect provide publish pull purchase push put query raise ' +
    'reach read recall reboot rebuild receive recognize record redirect reduce refactor refer reflect refresh regulate ' +
    'reinstall relax release rely remain remember remove rename repeat replace reply report represent request require ' +
    'research reserve reset resist resolve respect respond rest restart restore retrieve return review revise rewrite rinse ' +
    'roast roll rotate rub run save say scan schedule scrape scroll search season secure seek select sell send separate serve ' +
    'set shake share shop shut sign simmer simplify sit skip slice slide sleep smile soak solve sort speak specify spend ' +
    'split spray spread sprinkle stack stand start state stay steam stick stir stop store strain stress stretch strive ' +
    'structure study submit subscribe substitute subtract suggest support surprise surround swap switch tag tailor take talk ' +
    'tap taste teach tell test think throw tie tighten toast toggle top toss touch track trade train transfer transform ' +
    'translate travel treat trim trust try turn type understand uninstall unplug unscrew update upgrade upload use utilize ' +
    'validate vary verify view visit visualize wait wake walk wash watch water wear weigh whip whisk win wipe work wrap write ' +
    'yield zip come educate outline stay read bear excuse forgive hear imagine pretend quit shut hurry'
  ).split(' '),
)

/** Of these, the words that begin a statement as often, as nouns or adjectives: what follows decides. */
export const AMBIGUOUS: ReadonlySet<string> = new Set(
  (
    'access account answer approach attack attempt balance bear block boil break brush cancel change check cook cool copy ' +
    'count cover cross cut debug design display document double drag drain draw dress drink drive drop dry empty exercise ' +
    'exit experiment export feed feel fill filter finish fix flip focus fold format freeze fry grant guide heat help hire ' +
    'hit hold import increase input insert journal kill label launch lay leverage lift limit link load log look lower mark ' +
    'mash measure mention mix monitor mount move name note notice offer open order outline override pack paint pass paste ' +
    'pause pay perform place plan plant plug pour practice press print process promote publish pull purchase push query ' +
    'raise reach read record reduce release repeat report request research reserve reset rest restart return review roll ' +
    'rub run save scan schedule scroll search season secure separate set shake share shop sign skip sleep slice slide ' +
    'smile sort spend split spray spread stack stand start state stay steam stick stir stop store strain stress stretch ' +
    'structure study support surprise surround swap switch tag talk tap taste test throw tie toast toggle top toss touch ' +
    'track trade train transfer transform travel treat trim trust try turn type update upgrade upload use view visit wait ' +
    'wake walk wash watch water wear whip win wipe work wrap yield zip clean clear complete close correct direct'
  ).split(' '),
)
