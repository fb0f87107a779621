# プレイの終わり：七枚のカードと、持ち帰れるもの。

debrief-title = 振り返り
debrief-early = まだ終わったターンがなく、振り返るものがありません。
debrief-waiting = 計算しています…
debrief-working = 再現 { NUMBER($share, style: "percent") } 完了
debrief-cut-short = 計算役が止まりました。分かったことは残ります。
debrief-of-hundred = 点（100点満点）
debrief-stop = 止める
debrief-stopped = 止めました。分かったことは残ります。
debrief-again = 続ける

debrief-tab-result = 1 結果
debrief-tab-course = 2 年表
debrief-tab-ledger = 3 台帳
debrief-tab-luck = 4 運と決定
debrief-tab-theirs = 5 他国のねらい
debrief-tab-hold = 6 崩れないか
debrief-tab-take = 7 持ち帰る

debrief-targets = 目標に照らして
debrief-reached = この行のすべての柱が目標に届いています。
debrief-not-reached = この行には目標に届かない柱があります。
debrief-result-hint = 棒の印はシナリオの定める目標です。どの数字も開けば内訳が見えます。
debrief-predictions = あなたの予想
debrief-predictions-yours = あなた
debrief-predictions-futures = 未来の割合

debrief-headlines = 得点を動かしたもの
debrief-events = 出来事
debrief-orders = あなたの命令
debrief-quiet = 特筆すべきことはありませんでした。
debrief-replay-here = ここからやり直す
debrief-gaps = 差が開いたところ
debrief-gaps-beside = 同じ運で「{ $strategy }」との差が大きく開いたターンと、その主な原因。
debrief-best = 最も役立った命令
debrief-costly = 最も高くついた命令
debrief-none-best = それだけで得になった命令はありません。
debrief-none-costly = それだけで損になった命令はありません。
debrief-usual = 別の運では
debrief-later = 可能にした後の命令

debrief-opening = 始め
debrief-closing = 終わり
debrief-up = 上げた
debrief-down = 下げた
debrief-chance = 偶然
debrief-mine = 太字：あなたの命令

debrief-histogram = 同じ命令が、別の運のもとでどこに終わったか。三角は同じ世界を進めた戦略の平均です。棒を開くと回数が見えます。
debrief-mark-result = このプレイ
debrief-mark-mean = 再現の平均
debrief-luck = 運
debrief-decisions = 決定
debrief-their-mean = その平均
debrief-worth = それと比べたあなたの命令
debrief-worth-here = 同じく、このプレイの運で
debrief-other = 同じ運で、何も命じなかったら

debrief-who = 政府
debrief-before = 始め
debrief-after = 終わり
debrief-got = 変化
debrief-theirs-hint = それぞれ自国の尺度で：公表された方針が求めるものを、その重みで。
debrief-aims = 最も望んだこと
debrief-weight = 重み
debrief-their-orders = 実行した命令
debrief-their-projects = 獲得した案件

debrief-hold-hint = モデルの仮定を一つ替え、同じ命令を多くの世界でやり直したもの。灰色の行は、変化が小さいか判別できないものです。

debrief-page-hold = モデルの仮定を一つだけ替え、同じ命令を多くの世界でやり直した結果。数字は総合点の変化です。

debrief-made = 作ったもの
debrief-making = 作成中…
debrief-made-none = まだありません。
debrief-folder = 保存先
debrief-report = 報告書
debrief-report-note = どのブラウザーでも開け、きれいに印刷できる一枚
debrief-pages = 報告書（PDF）
debrief-pages-note = 同じ内容をA4のページに。印刷や送付に
debrief-tables = 表
debrief-tables-note = ターン・命令・台帳をCSVで
debrief-strategy = 自分の命令を戦略ファイルに
debrief-strategy-note = このプレイを再現し、多くの世界で試せる
debrief-test = その戦略を試す
debrief-test-note = 多くの世界で、別の戦略と比べて
debrief-test-first = 先に戦略ファイルを作ってください。
debrief-capsule = 実行カプセル
debrief-capsule-note = 保存とシナリオ一式：どこでも同じプレイ
debrief-again-from = { $quarter }からやり直す
debrief-again-note = 新しいゲーム。このプレイは棚に残ります
debrief-watch = もう一度観る
debrief-watch-note = 地図の上でターンごとに
debrief-replay-strategy = このプレイは戦略が進めました。変えられるあなたの命令はありません。
debrief-written = 保存しました：{ $path }
debrief-inexact = この運でも次のターンは異なります：{ $turns }

counterfactual-title = 同じ運、別の進め方
counterfactual-who = 担当
counterfactual-you = あなた
counterfactual-busy = 再現中：{ NUMBER($turns) }ターンのうち{ NUMBER($turn) }
counterfactual-course = ターンごとの得点
counterfactual-pillars = 終わりに
counterfactual-figures = 得点のほかに
counterfactual-yours = あなた
counterfactual-theirs = 相手
counterfactual-difference = 差
counterfactual-hint = 乱数の種が同じなので、偶然だけで決まる衝撃は両方に等しく降りかかります。

debrief-turning = 分かれ目
debrief-page-foot = Great Game { $version }、シナリオ { $scenario }（{ $hash }）、乱数の種 { $seed }、最終状態 { $digest }。考えるためのモデルであり、出来事の予報ではありません。
