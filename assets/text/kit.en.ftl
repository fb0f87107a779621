# What the widget kit says by itself.

kit-back = Back
kit-close = Close
kit-account-total = Total
kit-account-rest = { $count ->
    [one] one smaller line
   *[other] { NUMBER($count) } smaller lines together
}
kit-sources = Sources
kit-tip-open = { $stroke } or a click opens the account.
