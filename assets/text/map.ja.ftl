# 地図：凡例、操作の手引き、説明。

map-borders = 国境線は、いかなる領域の地位についても立場を示すものではありません。
map-borders-short = 国境線は立場を示さない
map-legend = 凡例
map-near = 中央アジア
map-far = ユーラシア
map-near-tip = 中央アジアを見る（Home）
map-far-tip = ユーラシア全体を見る（End）
map-legend-tip = 色と記号の意味
map-powers = 大国
map-stages = 案件の段階
map-routes = 路線
map-route-width = 太いほど貨物が多い
map-route-colour = 明るいほど混んでいる
map-route-sea = 破線は船便
map-contested = 斜線は係争地域
map-hint = 矢印で選択、Enterで開く、+と-で拡大縮小、Shift+矢印で移動
map-corridors = 属する回廊：{ $names }
map-intent = { $power }：{ $text }
map-whose = { $stage }（{ $power }）
