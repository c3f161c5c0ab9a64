//! A linear support vector machine with squared hinge loss, by dual coordinate descent (Hsieh and others, ICML 2008).

/// How dear a post on the wrong side is.
const COST: f32 = 0.4;
/// How much dearer that is for a post that has the category: such posts are few.
const DEARER: f32 = 4.0;
/// Rounds over all posts.
const ROUNDS: usize = 30;

/// Learns weights and bias: the margin of a post is the sum of value times weight, plus the bias.
pub fn train(posts: &[&[(u32, f32)]], signs: &[bool], rows: usize, seed: u64) -> (Vec<f32>, f32) {
    let mut weights = vec![0.0f32; rows];
    // The bias is the weight of a feature that every post has.
    let mut bias = 0.0f32;
    let diagonal = |at: usize| 0.5 / (COST * if signs[at] { DEARER } else { 1.0 });
    let squares: Vec<f32> = posts
        .iter()
        .enumerate()
        .map(|(at, post)| post.iter().map(|(_, value)| value * value).sum::<f32>() + 1.0 + diagonal(at))
        .collect();
    let mut alphas = vec![0.0f32; posts.len()];
    let mut order: Vec<usize> = (0..posts.len()).collect();
    let mut dice = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    for _ in 0..ROUNDS {
        for at in (1..order.len()).rev() {
            dice ^= dice << 13;
            dice ^= dice >> 7;
            dice ^= dice << 17;
            order.swap(at, (dice % (at as u64 + 1)) as usize);
        }
        for &at in &order {
            let sign = if signs[at] { 1.0 } else { -1.0 };
            let margin = bias + posts[at].iter().map(|(row, value)| weights[*row as usize] * value).sum::<f32>();
            let gradient = sign * margin - 1.0 + diagonal(at) * alphas[at];
            let alpha = (alphas[at] - gradient / squares[at]).max(0.0);
            let step = (alpha - alphas[at]) * sign;
            if step != 0.0 {
                alphas[at] = alpha;
                bias += step;
                posts[at].iter().for_each(|(row, value)| weights[*row as usize] += step * value);
            }
        }
    }
    (weights, bias)
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_learns_which_feature_tells() {
        let posts: Vec<Vec<(u32, f32)>> = (0..40).map(|n| vec![(n % 2, 1.0), (2 + n % 3, 1.0)]).collect();
        let posts: Vec<&[(u32, f32)]> = posts.iter().map(|post| &post[..]).collect();
        let signs: Vec<bool> = (0..40).map(|n| n % 2 == 1).collect();
        let (weights, bias) = super::train(&posts, &signs, 5, 1);
        for (post, sign) in posts.iter().zip(signs) {
            let margin = bias + post.iter().map(|(row, value)| weights[*row as usize] * value).sum::<f32>();
            assert_eq!(margin > 0.0, sign);
        }
        assert_eq!((weights, bias), super::train(&posts, &(0..40).map(|n| n % 2 == 1).collect::<Vec<_>>(), 5, 1));
    }
}
